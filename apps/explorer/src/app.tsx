import { Fragment, type ReactNode, useEffect, useMemo } from 'react';
import { classesWithin, useFileDrop, useOpenedFile, useView } from './state/index.ts';
import { Calibration, FileChooser, Introduction, Masthead, Penultimate } from './view/index.ts';

/** The page: one predictions file, and what it says about the classifier that made it. */
export function App(): ReactNode {
  const [view, change] = useView();
  const { audit, status, open } = useOpenedFile();
  const hovering = useFileDrop(open);
  const name = audit?.file.name;
  useEffect(() => {
    document.title = name === undefined ? 'Temper explorer' : `${name} · Temper explorer`;
  }, [name]);
  const numClasses = audit?.file.numClasses ?? 0;
  const classes = useMemo(
    () => classesWithin(view.classes, numClasses),
    [view.classes, numClasses],
  );
  return (
    <>
      <Masthead />
      <main className={hovering ? 'hovering' : undefined}>
        <FileChooser file={audit?.file} status={status} onFiles={open} />
        {audit === undefined ? (
          <Introduction />
        ) : (
          // Keyed, so that nothing of the last file lingers.
          <Fragment key={audit.opening}>
            <Calibration
              {...audit}
              temperature={view.temperature}
              onTemperature={(temperature) => {
                change({ temperature });
              }}
            />
            <Penultimate
              {...audit}
              classes={classes}
              onClasses={(chosen) => {
                change({ classes: chosen });
              }}
            />
          </Fragment>
        )}
      </main>
    </>
  );
}
