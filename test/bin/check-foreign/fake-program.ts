import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A program of Node.js that stands for another one, and notes its arguments, in a folder of its own. */
export abstract class FakeProgram {
  readonly path: string;
  protected readonly folder: string;

  protected constructor(name: string) {
    this.folder = mkdtempSync(join(tmpdir(), `fake-${name}-`));
    this.path = join(this.folder, name);
  }

  /** Has to be called before the program is run. */
  protected write(script: string): void {
    writeFileSync(
      this.path,
      `#!${process.execPath}
const { appendFileSync, existsSync, rmSync, writeFileSync } = require('node:fs');
const parameters = process.argv.slice(2);
const note = (line) => appendFileSync(${JSON.stringify(this.callsFile)}, line.join(' ') + '\\n');
${script}`,
    );
    chmodSync(this.path, 0o755);
  }

  /** What each run has noted, in order. */
  get calls(): string[] {
    return readFileSync(this.callsFile, 'utf8').trim().split('\n');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get callsFile(): string {
    return join(this.folder, 'calls');
  }
}
