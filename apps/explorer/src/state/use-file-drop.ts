import { useEffect, useEffectEvent, useState } from 'react';

/** Lets files be dropped anywhere on the page; true while some are held over it. */
export function useFileDrop(onFiles: (files: readonly File[]) => void): boolean {
  const [hovering, setHovering] = useState(false);
  const dropped = useEffectEvent(onFiles);
  useEffect(() => {
    const listeners = new AbortController();
    const { signal } = listeners;
    const carriesFiles = ({ dataTransfer }: DragEvent): boolean =>
      dataTransfer?.types.includes('Files') ?? false;
    const hold = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      // Otherwise the browser would leave the page for the file.
      event.preventDefault();
      setHovering(true);
    };
    const leave = ({ relatedTarget }: DragEvent): void => {
      // Leaving the window, not one element for the next.
      if (relatedTarget === null) setHovering(false);
    };
    const drop = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setHovering(false);
      dropped([...(event.dataTransfer?.files ?? [])]);
    };
    addEventListener('dragover', hold, { signal });
    addEventListener('dragleave', leave, { signal });
    addEventListener('drop', drop, { signal });
    return () => {
      listeners.abort();
    };
  }, []);
  return hovering;
}
