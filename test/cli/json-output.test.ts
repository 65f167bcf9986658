/**
 * Runs each command with `--output json` in a local world; `runCommand` validates every document against its schema.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECK_NAMES } from '../../cli/doctor/checks/check.js';
import { JSON_SCHEMA_VERSION } from '../../cli/output/output.js';
import { LINK_ATTRIBUTE_ROWS } from '../../cli/output/terraform-attributes.js';
import { createProgram } from '../../cli/program.js';
import { type DemoWorld, startDemoWorld } from '../../demo/local/demo-world.js';
import { ROOT } from '../docs/documents.js';
import { type CommandLineWorld, openToCommandLine, runCommand } from './command-line.js';
import { schemaProblems, schemaText } from './json-output.js';

const TIMEOUT_MILLISECONDS = 120_000;
const COMMANDS = createProgram(async () => undefined)
  .commands.filter((command) => command.name() !== 'completion')
  .map((command) => command.name());

let demo: DemoWorld;
let cli: CommandLineWorld;

beforeAll(async () => {
  demo = await startDemoWorld();
  cli = openToCommandLine(demo.world);
}, TIMEOUT_MILLISECONDS);

afterAll(() => cli.stop());

const idOf = (name: string) => demo.endpoints.find((one) => one.name === name)?.endpointId ?? name;

describe('the JSON of a command', { timeout: TIMEOUT_MILLISECONDS }, () => {
  it.each<[string, string[]]>([
    ['list', []],
    ['describe', ['orders']],
    ['describe', ['legacy']],
    ['watch', ['orders']],
    ['watch', ['shipping']],
    ['link', ['invoices']],
    ['link', ['orders']],
    ['unlink', ['search', '--yes']],
    ['reconcile', ['--dry-run']],
    ['redrive', ['--dry-run']],
    ['doctor', ['orders']],
    ['doctor', ['payments']],
  ])('matches its schema: %s %j', async (command, [first, ...others]) => {
    const args = first === undefined ? [] : [idOf(first), ...others];
    const { stdout } = await cli.run(command, ...args, '--output', 'json');
    expect(schemaProblems(command, stdout)).toEqual([]);
    expect(stdout).toMatch(/^{\s*"schemaVersion": ?1,/);
    expect(stdout).not.toContain('"error"');
  });

  it.each<[number, string[]]>([
    [1, ['unlink', 'vpce-00000000000000000', '--yes']],
    [2, ['doctor', 'vpce-x']],
    [2, ['list', '--automation', 'other']],
  ])('is an error with exit code %i, and standard error has it as text: %j', async (exitCode, args) => {
    const result = await cli.run(...args, '--output', 'json');
    const last = JSON.parse(result.stdout.trim().split('\n').at(-1) ?? '');
    expect(last).toMatchObject({ schemaVersion: 1, error: { exitCode } });
    expect(result.exitCode).toBe(exitCode);
    expect(result.stderr).toContain(last.error.message);
    expect(last.error.message).not.toMatch(/^error:/);
    expect(last.error.advice).not.toBe('');
  });

  it('is an error without credentials, and without a command', async () => {
    const noCredentials = await runCommand(['list', '--output=json', '--region', 'eu-west-1']);
    const nothing = await runCommand(['--output', 'json']);
    expect(JSON.parse(noCredentials.stdout)).toMatchObject({ error: { exitCode: 3 } });
    expect(JSON.parse(nothing.stdout)).toMatchObject({
      error: { message: 'No command is given.', exitCode: 2 },
    });
  });
});

describe('the schemas', () => {
  it('exist for each command, and one for errors', () => {
    const files = readdirSync(join(ROOT, 'docs', 'cli')).map((file) => file.replace('.schema.json', ''));
    expect(files.sort()).toEqual([...COMMANDS, 'error'].sort());
  });

  it('have the version, the checks and the attributes of the code', () => {
    for (const name of [...COMMANDS, 'error'])
      expect(schemaText(name).replaceAll(/\s/g, '')).toContain(
        `"schemaVersion":{"const":${JSON_SCHEMA_VERSION}}`,
      );
    const { definitions } = JSON.parse(schemaText('doctor'));
    expect(definitions.check.properties.check.enum).toEqual([...CHECK_NAMES]);
    const { attributes } = JSON.parse(schemaText('describe')).properties;
    expect(new Set(attributes.required)).toEqual(new Set(LINK_ATTRIBUTE_ROWS.map(({ ours }) => ours)));
  });

  it('refuse a document of another version, and one without a required field', () => {
    expect(schemaProblems('redrive', '{"schemaVersion":2,"messages":[]}')).toHaveLength(1);
    expect(schemaProblems('redrive', '{"schemaVersion":1}')).toHaveLength(1);
  });
});
