import { useEffect, useState } from 'react';
import { formatView, parseView, type ViewState } from './view-state.ts';

/** Browsers refuse addresses that change at every move of a slider. */
const SETTLED_AFTER_MS = 200;

/** The reader's choices, kept in the address, and the way to change some of them. */
export function useView(): readonly [ViewState, (change: Partial<ViewState>) => void] {
  const [view, setView] = useState(() => parseView(location.hash));
  useEffect(() => {
    const read = (): void => {
      setView(parseView(location.hash));
    };
    addEventListener('hashchange', read);
    return () => {
      removeEventListener('hashchange', read);
    };
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => {
      history.replaceState(null, '', location.pathname + location.search + formatView(view));
    }, SETTLED_AFTER_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [view]);
  return [
    view,
    (change) => {
      setView((before) => ({ ...before, ...change }));
    },
  ];
}
