/** Runs Terraform or OpenTofu in a folder of its own. */
import { spawn } from 'node:child_process';

export interface Ran {
  readonly code: number;
  readonly text: string;
}

/** Attributes of a resource or a data source. */
export type Values = Readonly<Record<string, unknown>>;

export interface StateEntry {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly values: Values;
}

/** What a check needs of Terraform. */
export type TerraformRun = Pick<Terraform, 'run' | 'expect' | 'expectNoChange' | 'state'>;

export class Terraform {
  constructor(
    private readonly program: string,
    private readonly folder: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** Resolves for every exit code. */
  run(...parameters: readonly string[]): Promise<Ran> {
    return ran(this.program, parameters, this.folder, { ...process.env, ...this.environment });
  }

  /** @throws Error with the output if the command fails */
  async expect(...parameters: readonly string[]): Promise<string> {
    const { code, text } = await this.run(...parameters);
    if (code !== 0) throw new Error(`${parameters[0]} ended with ${code}:\n${text}`);
    return text;
  }

  /** @throws Error if something would change */
  async expectNoChange(after: string): Promise<void> {
    const { code, text } = await this.run('plan', '-input=false', '-no-color', '-detailed-exitcode');
    if (code !== 0) throw new Error(`plan after ${after} ended with ${code}, not 0 (no change):\n${text}`);
  }

  async state(): Promise<readonly StateEntry[]> {
    const state = JSON.parse(await this.expect('show', '-json'));
    return state.values?.root_module?.resources ?? [];
  }
}

/** @returns undefined if the program is not in the path */
export async function versionOf(program: string): Promise<string | undefined> {
  const { code, text } = await ran(program, ['version'], '.', process.env);
  return code === 0 ? (/\bv?\d+\.\d+\.\d+\S*/.exec(text)?.[0] ?? 'unknown version') : undefined;
}

export function ran(
  program: string,
  parameters: readonly string[],
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      errors += String(chunk);
    });
    child.once('error', (error) => resolve({ code: 127, text: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, text: code === 0 ? output : output + errors }));
  });
}
