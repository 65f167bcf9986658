import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Answers = Readonly<Record<string, { readonly code?: number; readonly text?: string }>>;

/** A program that stands for Terraform: it notes its arguments, and answers with what there is for the first of them. */
export class FakeTerraform {
  /** Folder of the configurations. */
  static readonly CONFIGURATIONS = fileURLToPath(new URL('../../foreign', import.meta.url));
  readonly path: string;
  private readonly folder = mkdtempSync(join(tmpdir(), 'fake-terraform-'));

  constructor(answers: Answers = {}) {
    this.path = join(this.folder, 'terraform');
    const script = `#!${process.execPath}
const { appendFileSync } = require('node:fs');
const parameters = process.argv.slice(2);
appendFileSync(${JSON.stringify(join(this.folder, 'calls'))}, parameters.join(' ') + '\\n');
const { code = 0, text = '' } = ${JSON.stringify(answers)}[parameters[0]] ?? {};
process.stdout.write(text.replaceAll('PROJECT', process.env.TF_VAR_project_id ?? ''));
process.exitCode = code;
`;
    writeFileSync(this.path, script);
    chmodSync(this.path, 0o755);
  }

  /** Arguments of each run, in order. */
  get calls(): string[] {
    return readFileSync(join(this.folder, 'calls'), 'utf8').trim().split('\n');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
