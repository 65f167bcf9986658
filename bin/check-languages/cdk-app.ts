/** The small apps: each is a program of examples/languages that synthesizes one stack. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const APPS = ['smallest', 'declared'] as const;

export type AppName = (typeof APPS)[number];

/** Name of each app's stack, which is also its name in the report. */
const STACKS: Readonly<Record<AppName, string>> = { smallest: 'AtlasLinks', declared: 'DeclaredEndpoint' };
export const APP_TITLES: Readonly<Record<AppName, string>> = {
  smallest: "the README's smallest example",
  declared: 'a declared endpoint',
};

/** Template and assets of an app. */
export interface Synthesized {
  readonly template: { readonly Resources: Readonly<Record<string, unknown>> };
  /** Files that the deployment uploads, such as the functions. */
  readonly assets: unknown;
}

/** Runs an app as the CDK command line does. */
export function synthesizeApp(
  app: AppName,
  { folder, command, parameters }: { folder: string; command: string; parameters: readonly string[] },
): Synthesized {
  const output = join(folder, `cdk.out-${app}`);
  execFileSync(command, parameters, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CDK_OUTDIR: output, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
  });
  const read = (ending: string) => JSON.parse(readFileSync(join(output, `${STACKS[app]}.${ending}`), 'utf8'));
  return { template: read('template.json'), assets: read('assets.json') };
}
