import { parseArgs } from 'node:util';
import { isLanguage, LANGUAGES, type Language } from '../languages/language.js';

/** Languages of `--only python,go`; all languages without the option. */
export function chosenLanguages(parameters: readonly string[]): readonly Language[] {
  const { values } = parseArgs({ args: [...parameters], options: { only: { type: 'string' } } });
  if (values.only === undefined) return LANGUAGES;
  const names = values.only.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !isLanguage(name));
  if (unknown !== undefined)
    throw new Error(
      `--only: expected languages of ${LANGUAGES.join(', ')}, separated by commas, received "${unknown}"`,
    );
  return LANGUAGES.filter((language) => names.includes(language));
}
