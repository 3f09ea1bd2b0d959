import type { ReactNode } from 'react';
import type { OpenedFile } from '../audit/index.ts';
import type { OpeningStatus } from '../state/index.ts';
import { writeCount } from './write-number.ts';

/** What the chooser shows and calls. */
export interface FileChooserProps {
  /** The file on show. */
  readonly file: OpenedFile | undefined;
  readonly status: OpeningStatus;
  readonly onFiles: (files: readonly File[]) => void;
}

/** The head of the page: which file is open, or an invitation to open one. */
export function FileChooser({ file, status, onFiles }: FileChooserProps): ReactNode {
  return (
    <section className={file === undefined ? 'chooser empty' : 'chooser'} aria-label="File">
      <div className="chooser-words">
        <h1>{file?.name ?? 'How sure is your classifier, and how right?'}</h1>
        <p>{file === undefined ? invitation : describeFile(file)}</p>
      </div>
      {/* One control in both states, so that the keyboard's focus stays where it is. */}
      <label className="button">
        {file === undefined ? 'Choose a file' : 'Open another file'}
        <input
          type="file"
          accept=".npz"
          onChange={({ currentTarget }) => {
            const files = [...(currentTarget.files ?? [])];
            // The same file may be chosen again after it was written anew.
            currentTarget.value = '';
            if (files.length > 0) onFiles(files);
          }}
        />
      </label>
      <p className="status" role="status">
        {status.kind === 'opening' ? `Reading ${status.name} …` : ''}
      </p>
      <p className="problem" role="alert">
        {status.kind === 'refused' ? status.message : ''}
      </p>
    </section>
  );
}

const invitation = (
  <>
    Drop a <code>predictions-*.npz</code> file of a run anywhere on this page. It is read here, in
    your browser: nothing is uploaded.
  </>
);

function describeFile({ count, numClasses, numActivations }: OpenedFile): string {
  const activations =
    numActivations === 0
      ? 'no activations'
      : `activations of the first ${writeCount(numActivations)}`;
  return `${writeCount(count)} examples, ${writeCount(numClasses)} classes, ${activations}`;
}
