/* Typed arrays that grow: a million operations fit where as many objects would not. */

/** A row more than the last asks for: half as much again, so that growing is cheap and little stays empty. */
function grown(length: number): number {
  return Math.max(16, length + (length >>> 1));
}

export class RealColumn {
  cells = new Float64Array(16);

  set(row: number, value: number): void {
    if (row >= this.cells.length) {
      const wider = new Float64Array(grown(row));
      wider.set(this.cells);
      this.cells = wider;
    }
    this.cells[row] = value;
  }
}

export class IntColumn {
  cells = new Int32Array(16);

  set(row: number, value: number): void {
    if (row >= this.cells.length) {
      const wider = new Int32Array(grown(row));
      wider.set(this.cells);
      this.cells = wider;
    }
    this.cells[row] = value;
  }
}

export class ByteColumn {
  cells = new Uint8Array(16);

  set(row: number, value: number): void {
    if (row >= this.cells.length) {
      const wider = new Uint8Array(grown(row));
      wider.set(this.cells);
      this.cells = wider;
    }
    this.cells[row] = value;
  }
}

/** Names by numbers from 0 on. */
export class Names {
  readonly names: string[] = [];
  private readonly numbers = new Map<string, number>();

  numberOf(name: string): number {
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    this.numbers.set(name, this.names.length);
    return this.names.push(name) - 1;
  }

  nameOf(number: number): string {
    return this.names[number] ?? '';
  }
}
