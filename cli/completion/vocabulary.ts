import type { Argument, Command, Option } from 'commander';

/** The words to complete, from the program's own definition. */
export interface Vocabulary {
  readonly program: string;
  readonly commands: readonly CommandWords[];
  /** Options of all commands. */
  readonly options: readonly OptionWords[];
}

export interface CommandWords {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionWords[];
  /** Values of its argument, if these are known. */
  readonly values: readonly string[];
}

export interface OptionWords {
  /** `--output` */
  readonly name: string;
  readonly description: string;
  readonly takesValue: boolean;
  /** Empty if any value is allowed. */
  readonly values: readonly string[];
}

export function vocabularyOf(program: Command): Vocabulary {
  return {
    program: program.name(),
    commands: program.commands.map((command) => ({
      name: command.name(),
      description: command.description(),
      options: optionsOf(command),
      values: command.registeredArguments.flatMap(({ argChoices }: Argument) => argChoices ?? []),
    })),
    options: [
      ...optionsOf(program),
      { name: '--help', description: 'display help for command', takesValue: false, values: [] },
    ],
  };
}

function optionsOf({ options }: Command): OptionWords[] {
  return options.flatMap(({ long, description, required, argChoices }: Option) =>
    long === undefined || long === null
      ? []
      : [{ name: long, description, takesValue: required, values: argChoices ?? [] }],
  );
}

/** Options that are followed by a value. */
export function valueOptions({ options, commands }: Vocabulary): OptionWords[] {
  const all = [...options, ...commands.flatMap((command) => command.options)];
  const byName = new Map(all.filter(({ takesValue }) => takesValue).map((option) => [option.name, option]));
  return [...byName.values()];
}

/** Single quotes work in all supported shells. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", '’')}'`;
}
