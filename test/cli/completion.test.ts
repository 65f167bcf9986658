/** Tests the scripts in the installed shells: bash is always installed, zsh and fish on some machines. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './command-line.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

const isThere = (shell: Shell) => spawnSync(shell, ['--version']).error === undefined;
const folder = mkdtempSync(join(tmpdir(), 'completion-'));
const fileOf = (shell: Shell) => join(folder, shell);

beforeAll(async () => {
  for (const shell of SHELLS) {
    const { exitCode, stdout } = await runCommand(['completion', shell]);
    expect(exitCode).toBe(0);
    writeFileSync(fileOf(shell), stdout);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The last word is the one being typed. */
const COMPLETED: Readonly<Record<Shell, (words: readonly string[]) => string[]>> = {
  bash: (words) => {
    const typed = ['atlas-privatelink', ...words].map((word) => `'${word}'`).join(' ');
    const code = `. ${fileOf('bash')}; COMP_WORDS=(${typed}); COMP_CWORD=${words.length}; registered=($(complete -p atlas-privatelink)); "\${registered[2]}"; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return linesOf('bash', ['--norc', '-c', code]);
  },
  // zsh's widgets require a terminal, so the test reads what the script passes to them.
  zsh: (words) => {
    const typed = ['atlas-privatelink', ...words].map((word) => `'${word}'`).join(' ');
    const stubs = `compdef() { :; }; compadd() { shift; print -l -- "$@"; }; _describe() { print -l -- "\${(@)\${(P)2}%%:*}"; }`;
    const code = `${stubs}; . ${fileOf('zsh')}; words=(${typed}); CURRENT=${words.length + 1}; _atlas_privatelink`;
    const last = words.at(-1) ?? '';
    return linesOf('zsh', ['-f', '-c', code]).filter((word) => word.startsWith(last));
  },
  fish: (words) => {
    const code = `source ${fileOf('fish')}; complete -C 'atlas-privatelink ${words.join(' ')}'`;
    return linesOf('fish', ['--no-config', '-c', code]).map((line) => line.split('\t')[0] ?? '');
  },
};

function linesOf(shell: Shell, args: readonly string[]): string[] {
  return execFileSync(shell, args, { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '');
}

describe.each(SHELLS)('completion for %s', (shell) => {
  const completed = COMPLETED[shell];

  it.skipIf(!isThere(shell))('offers the commands with this prefix', () => {
    expect(completed(['re']).sort()).toEqual(['reconcile', 'redrive']);
  });

  it.skipIf(!isThere(shell))('offers the options of the command, and the common ones', () => {
    expect(completed(['unlink', '--l']).sort()).toEqual(['--last-link', '--local']);
    expect(completed(['list', '--l'])).toEqual(['--local']);
  });

  it.skipIf(!isThere(shell))('offers the values of an option and of an argument', () => {
    expect(completed(['list', '--output', '']).sort()).toEqual(['json', 'table', 'wide']);
    expect(completed(['completion', 'z'])).toEqual(['zsh']);
  });

  it.skipIf(!isThere(shell))('offers nothing if any value is allowed', () => {
    expect(completed(['list', '--region', ''])).toEqual([]);
  });
});

describe('completion', () => {
  it('lists the supported shells', async () => {
    const { exitCode, stderr } = await runCommand(['completion', 'tcsh']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/'tcsh' is invalid.*bash, zsh, fish/);
  });
});
