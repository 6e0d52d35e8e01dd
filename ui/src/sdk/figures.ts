export interface Datum {
  label: string;
  value: number;
}

export const plain = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 2 });

/** The points of a line from left to right in a box, the least value at its foot; one value alone lies in the middle. */
export function points(values: readonly number[], width: number, height: number): [x: number, y: number][] {
  const least = Math.min(...values);
  const range = Math.max(...values) - least;
  return values.map((value, index) => [
    values.length === 1 ? width / 2 : (index / (values.length - 1)) * width,
    range === 0 ? height / 2 : height - ((value - least) / range) * height,
  ]);
}
