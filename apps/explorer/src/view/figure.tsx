import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Figures have more room on no screen: wider ones would only grow apart. */
const WIDEST = 800;
const NARROWEST = 240;

/** What a figure is drawn by, and what it is called. */
export interface FigureProps {
  /** Draws at a width in pixels; the same function as long as the picture is the same. */
  readonly draw: (width: number) => SVGSVGElement;
  readonly caption: ReactNode;
}

/** A picture drawn at the width it has, so that its text keeps its size on every screen. */
export function Figure({ draw, caption }: FigureProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState<number>();
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      const measured = Math.floor(entry?.contentRect.width ?? 0);
      setWidth(Math.max(NARROWEST, Math.min(WIDEST, measured)));
    });
    observer.observe(box.current!);
    return () => {
      observer.disconnect();
    };
  }, []);
  useLayoutEffect(() => {
    if (width !== undefined) box.current!.replaceChildren(draw(width));
  }, [draw, width]);
  return (
    <figure>
      <div className="drawing" ref={box} />
      <figcaption>{caption}</figcaption>
    </figure>
  );
}
