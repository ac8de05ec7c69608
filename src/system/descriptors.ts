// File descriptors that are given to a program in place of a terminal.

/** execa passes any open descriptor on as it is, but its types name only single digits. */
export function isDescriptor(value: number): value is 3 {
  return Number.isInteger(value) && value > 2;
}
