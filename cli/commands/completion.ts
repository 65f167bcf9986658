import { Argument, type Command } from 'commander';
import { bashCompletion } from '../completion/bash.js';
import { fishCompletion } from '../completion/fish.js';
import { vocabularyOf } from '../completion/vocabulary.js';
import { zshCompletion } from '../completion/zsh.js';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;
type Shell = keyof typeof SCRIPTS;

/** Calls neither AWS nor Atlas. */
export function addCompletionCommand(program: Command): void {
  program
    .command('completion')
    .description('prints a script with which a shell completes commands and options')
    .addArgument(new Argument('<shell>', 'shell that runs the script').choices(Object.keys(SCRIPTS)))
    .action((shell: Shell) => void process.stdout.write(SCRIPTS[shell](vocabularyOf(program))));
}
