import { type CommandWords, type OptionWords, quoted, type Vocabulary } from './vocabulary.js';

export function fishCompletion({ program, commands, options }: Vocabulary): string {
  const names = commands.map(({ name }) => name).join(' ');
  const lines = [
    `# fish completion of ${program}`,
    // Excludes file names, because no argument is a file.
    `complete -c ${program} -f`,
    ...options.map((option) => optionLine(program, option)),
    ...commands.flatMap((command) => commandLines(program, names, command)),
  ];
  return `${lines.join('\n')}\n`;
}

function commandLines(
  program: string,
  names: string,
  { name, description, options, values }: CommandWords,
): string[] {
  const seen = `__fish_seen_subcommand_from ${name}`;
  return [
    `complete -c ${program} -n 'not __fish_seen_subcommand_from ${names}' -a ${name} -d ${quoted(description)}`,
    ...options.map((option) => optionLine(program, option, seen)),
    ...(values.length === 0 ? [] : [`complete -c ${program} -n '${seen}' -a '${values.join(' ')}'`]),
  ];
}

function optionLine(program: string, option: OptionWords, condition?: string): string {
  const { name, description, takesValue, values } = option;
  return [
    `complete -c ${program}`,
    ...(condition === undefined ? [] : [`-n '${condition}'`]),
    `-l ${name.slice('--'.length)}`,
    ...(takesValue ? ['-x'] : []),
    ...(values.length === 0 ? [] : [`-a '${values.join(' ')}'`]),
    `-d ${quoted(description)}`,
  ].join(' ');
}
