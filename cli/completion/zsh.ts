import { type CommandWords, type OptionWords, quoted, type Vocabulary, valueOptions } from './vocabulary.js';

export function zshCompletion(vocabulary: Vocabulary): string {
  const { program, commands, options } = vocabulary;
  return `#compdef ${program}
_atlas_privatelink() {
  local -a found
  local command='' one
  case "$words[CURRENT-1]" in
${valueOptions(vocabulary).map(valueCase).join('\n')}
  esac
  for one in "\${(@)words[2,CURRENT-1]}"; do
    case "$one" in (${commands.map(({ name }) => name).join('|')}) command="$one"; break ;; esac
  done
  case "$command" in
    ('') found=(${commands.map(({ name, description }) => described(name, description)).join(' ')}) ;;
${commands.map(commandCase).join('\n')}
  esac
  found+=(${options.map(({ name, description }) => described(name, description)).join(' ')})
  _describe ${quoted(program)} found
}
compdef _atlas_privatelink ${program}
`;
}

function valueCase({ name, values }: OptionWords): string {
  const offered = values.length === 0 ? '' : `compadd -- ${values.join(' ')}; `;
  return `    (${name}) ${offered}return ;;`;
}

function commandCase({ name, options, values }: CommandWords): string {
  const words = [
    ...values.map((value) => quoted(value)),
    ...options.map((option) => described(option.name, option.description)),
  ];
  return `    (${name}) found=(${words.join(' ')}) ;;`;
}

/** A colon separates the word from its description. */
function described(word: string, description: string): string {
  return quoted(`${word}:${description.replaceAll(':', ';')}`);
}
