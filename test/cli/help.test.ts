import { describe, expect, it } from 'vitest';
import { EXAMPLES } from '../../cli/help-examples.js';
import { createProgram } from '../../cli/program.js';
import { runCommand } from './command-line.js';

const NAMES = createProgram(async () => undefined).commands.map((command) => command.name());

describe('the examples of --help', () => {
  it('exist for the program and each command', () => {
    expect(Object.keys(EXAMPLES).sort()).toEqual(['', ...NAMES].sort());
  });

  it.each(
    Object.values(EXAMPLES)
      .flat()
      .map(({ line }) => line)
      .filter((line) => !line.startsWith('completion')),
  )('are valid commands: %s', async (line) => {
    let runs = 0;
    const program = createProgram(async () => {
      runs += 1;
    });
    for (const command of [program, ...program.commands]) command.exitOverride();
    await program.parseAsync(line.split(' '), { from: 'user' });
    expect(runs).toBe(1);
  });

  it('are printed before the exit codes', async () => {
    const { stdout } = await runCommand(['unlink', '--help']);
    expect(stdout).toMatch(
      /Examples:\n {2}atlas-privatelink unlink vpce-0123456789abcdef0\n.*\n\nExit codes:\n/s,
    );
  });
});
