// How a comparison is written: where, and with which brushes.

/** Leaves the text alone where colour is off. */
export type Brush = (text: string) => string;

export interface ComparisonStyle {
  /** Of the terminal, in columns. */
  readonly width: number;
  readonly paint: Readonly<Record<'bold' | 'dim' | 'red' | 'green' | 'yellow', Brush>>;
}
