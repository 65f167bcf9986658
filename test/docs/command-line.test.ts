import { describe, expect, it } from 'vitest';
import { ExitCode } from '../../cli/errors/exit-code.js';
import { JSON_SCHEMA_VERSION, OUTPUT_FORMATS } from '../../cli/output/output.js';
import { createProgram } from '../../cli/program.js';
import { documentText } from './documents.js';

const PAGE = documentText('docs/command-line.md');
const COMMANDS = createProgram(async () => undefined).commands.map((command) => command.name());
/** `completion` prints a script in any format. */
const WITH_JSON = COMMANDS.filter((name) => name !== 'completion');

describe('the page of the command line', () => {
  it('has the exit codes, and --help has them', () => {
    const codes = [...PAGE.matchAll(/^\| (\d+) +\|/gm)].map(([, code]) => Number(code));
    expect(codes).toEqual(Object.values(ExitCode));
  });

  it('has the formats, the version and the schema of each command', () => {
    for (const format of OUTPUT_FORMATS) expect(PAGE).toMatch(new RegExp(`^\\| \`${format}\` `, 'm'));
    expect(PAGE).toContain(`\`schemaVersion\`, which is ${JSON_SCHEMA_VERSION}.`);
    for (const name of [...WITH_JSON, 'error'])
      expect(PAGE).toContain(`[${name}.schema.json](cli/${name}.schema.json)`);
  });

  it('and the README of the package are the only ones with a table of commands', () => {
    for (const path of ['docs/command-line.md', 'packages/atlas-privatelink/README.md'])
      for (const name of WITH_JSON)
        expect(documentText(path)).toMatch(new RegExp(`^\\| \`${name}[ \`]`, 'm'));
  });
});
