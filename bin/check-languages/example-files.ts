/**
 * Writes translated examples as files for a compiler: statements are wrapped in a function, and Java's functions in a
 * class.
 */

import { codeOf } from '../languages/example-pages.js';
import type { Example } from '../languages/examples.js';
import type { Translation } from '../languages/go-translation.js';
import type { Language } from '../languages/language.js';

type Wrap = (translation: Translation, number: number, hasFunctions: boolean) => readonly [string, string];

const WRAPS: Readonly<Record<Exclude<Language, 'csharp'>, Wrap>> = {
  // `run_examples.py` imports each file and calls its functions.
  python: (translation, number) => [`documented/example_${number}.py`, codeOf(translation)],
  java: ({ imports, body }, number, hasFunctions) => [
    `src/main/java/com/example/apps/documented/Example${number}.java`,
    [
      'package com.example.apps.documented;',
      ...imports,
      `class Example${number} {`,
      hasFunctions ? body : `void example() {\n${body}\n}`,
      '}\n',
    ].join('\n'),
  ],
  go: ({ imports, body }, number, hasFunctions) => [
    `documented/example${number}/example.go`,
    [`package example${number}`, ...imports, hasFunctions ? body : `func Example() {\n${body}\n}`, ''].join(
      '\n',
    ),
  ],
};

/** @returns texts by path, relative to the folder of the apps */
export function exampleFiles(
  language: Exclude<Language, 'csharp'>,
  examples: readonly Example[],
  translations: readonly Translation[],
): Readonly<Record<string, string>> {
  const files = translations.map((translation, index) => {
    const hasFunctions = /^export function /m.test(examples[index]?.source ?? '');
    return WRAPS[language](translation, index + 1, hasFunctions);
  });
  return Object.fromEntries(files);
}
