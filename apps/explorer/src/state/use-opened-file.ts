import { useRef, useState } from 'react';
import { AuditClient, type OpenedFile } from '../audit/index.ts';

/** A file that was read, and who answers questions about it. */
export interface OpenedAudit {
  readonly file: OpenedFile;
  readonly client: AuditClient;
  /** Counts the files opened since the page was. */
  readonly opening: number;
}

/** What became of the last file a reader chose. */
export type OpeningStatus =
  | { readonly kind: 'settled' }
  | { readonly kind: 'opening'; readonly name: string }
  /** One line: what was expected, what came, what to do. */
  | { readonly kind: 'refused'; readonly message: string };

/** The file on show, how the next one fares, and the way to open it. A bad file leaves the last one on show. */
export function useOpenedFile(): {
  readonly audit: OpenedAudit | undefined;
  readonly status: OpeningStatus;
  readonly open: (files: readonly File[]) => void;
} {
  const [audit, setAudit] = useState<OpenedAudit>();
  const [status, setStatus] = useState<OpeningStatus>({ kind: 'settled' });
  /** Only the newest choice counts. */
  const newest = useRef<AuditClient>(undefined);

  const read = async (source: File): Promise<void> => {
    const client = new AuditClient();
    if (newest.current !== audit?.client) newest.current?.dispose();
    newest.current = client;
    setStatus({ kind: 'opening', name: source.name });
    try {
      const file = await client.ask('open', source);
      audit?.client.dispose();
      setAudit({ file, client, opening: (audit?.opening ?? 0) + 1 });
      setStatus({ kind: 'settled' });
    } catch (error) {
      client.dispose();
      newest.current = audit?.client;
      setStatus({ kind: 'refused', message: (error as Error).message });
    }
  };
  const open = (files: readonly File[]): void => {
    const [source] = files;
    if (source === undefined || files.length > 1) {
      const message = `expected one predictions file, got ${files.length}; open them one after another`;
      setStatus({ kind: 'refused', message });
    } else {
      void read(source);
    }
  };
  return { audit, status, open };
}
