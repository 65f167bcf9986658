import { spawnSync } from 'node:child_process';
import type { Language } from '../languages/language.js';

const PROGRAMS: Readonly<Record<Language, readonly (readonly string[])[]>> = {
  python: [['python3', '-c', 'import venv, ensurepip']],
  java: [
    ['javac', '-version'],
    ['mvn', '--version'],
  ],
  go: [['go', 'version']],
  csharp: [['dotnet', '--version']],
};

/** @returns the programs that the language requires and that are not installed */
export function missingPrograms(language: Language): string[] {
  return PROGRAMS[language]
    .filter(
      ([program = '', ...parameters]) => spawnSync(program, parameters, { stdio: 'ignore' }).status !== 0,
    )
    .map(([program = '']) => program);
}
