/** What a row of equal panels has to fit into, in pixels. */
export interface PanelGridOptions {
  /** Width of the whole figure. */
  readonly width: number;
  /** How many panels would stand side by side if there were room. */
  readonly wanted: number;
  /** Room left of the first panel, for its axis. */
  readonly left: number;
  /** Room right of the last panel, for half a tick label. */
  readonly right: number;
  /** Room between panels. */
  readonly gap: number;
  /** Panels wrap rather than become narrower than this. */
  readonly minimum: number;
  readonly maximum: number;
}

/** How panels stand: how many side by side, how wide each, and where each column starts. */
export interface PanelGrid {
  readonly columns: number;
  readonly frame: number;
  readonly columnX: (column: number) => number;
}

/** Fits equal panels into a width; as many side by side as stay legible. */
export function panelGrid(options: PanelGridOptions): PanelGrid {
  const { width, wanted, left, right, gap, minimum, maximum } = options;
  const frameOf = (columns: number): number =>
    Math.floor((width - left - right - gap * (columns - 1)) / columns);
  let columns = Math.max(1, wanted);
  while (columns > 1 && frameOf(columns) < minimum) columns--;
  const frame = Math.max(1, Math.min(maximum, frameOf(columns)));
  return { columns, frame, columnX: (column) => left + column * (frame + gap) };
}
