/** Whether a file of this name is the output of a reduce task. */
export function isOutput(name: string): boolean {
  return /^mr-out-\d+$/.test(name);
}
