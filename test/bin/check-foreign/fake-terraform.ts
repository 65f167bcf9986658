import { fileURLToPath } from 'node:url';
import { FakeProgram } from './fake-program.js';

export type Answers = Readonly<Record<string, { readonly code?: number; readonly text?: string }>>;

/** A program that stands for Terraform: it notes its arguments, and answers with what there is for the first of them. */
export class FakeTerraform extends FakeProgram {
  /** Folder of the configurations. */
  static readonly CONFIGURATIONS = fileURLToPath(new URL('../../foreign', import.meta.url));

  constructor(answers: Answers = {}) {
    super('terraform');
    this.write(`note(parameters);
const { code = 0, text = '' } = ${JSON.stringify(answers)}[parameters[0]] ?? {};
process.stdout.write(text.replaceAll('PROJECT', process.env.TF_VAR_project_id ?? ''));
process.exitCode = code;
`);
  }
}
