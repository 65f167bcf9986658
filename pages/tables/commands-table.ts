/** Table of all commands, from the definitions that `--help` prints. */
import type { Command } from 'commander';
import { createProgram } from '../../cli/program.js';
import { code, markdownTable } from './markdown-table.js';

export function commandsTable(): string {
  const { commands } = createProgram(async () => undefined);
  return markdownTable(['command', 'what it does', 'options of its own'], commands.map(row));
}

function row(command: Command): string[] {
  const usage = command.usage().replace('[options]', '').trim();
  const options = command.options.filter(({ long }) => long !== '--help').map(({ flags }) => code(flags));
  return [code(`${command.name()} ${usage}`.trim()), command.description(), options.join(', ')];
}
