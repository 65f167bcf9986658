import { type OptionWords, type Vocabulary, valueOptions } from './vocabulary.js';

export function bashCompletion(vocabulary: Vocabulary): string {
  const { program, commands, options } = vocabulary;
  const names = commands.map(({ name }) => name);
  const general = options.map(({ name }) => name);
  return `# bash completion of ${program}
_atlas_privatelink() {
  local word="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command='' words='' one
  case "$previous" in
${valueOptions(vocabulary).map(valueCase).join('\n')}
  esac
  for one in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$one" in ${names.join('|')}) command="$one"; break ;; esac
  done
  case "$command" in
    '') words='${[...names, ...general].join(' ')}' ;;
${commands.map(({ name, options: own, values }) => `    ${name}) words='${[...values, ...own.map((option) => option.name), ...general].join(' ')}' ;;`).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -F _atlas_privatelink ${program}
`;
}

/** If an option takes any value, nothing is offered, not even another option. */
function valueCase({ name, values }: OptionWords): string {
  return `    ${name}) COMPREPLY=($(compgen -W '${values.join(' ')}' -- "$word")); return ;;`;
}
