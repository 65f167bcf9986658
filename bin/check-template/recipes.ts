/** Checks that the recipes use only names that the template has. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The parts of a template that recipes refer to. */
export interface NamedParts {
  readonly Parameters: Readonly<Record<string, unknown>>;
  readonly Outputs: Readonly<Record<string, unknown>>;
}

/** @returns names in the recipes that the template does not have */
export function unknownNames(folder: string, { Parameters, Outputs }: NamedParts): string[] {
  const { parameters, outputs } = namesIn(folder);
  return [
    ...parameters.filter((name) => !(name in Parameters)),
    ...outputs.filter((name) => !(name in Outputs)),
  ];
}

export interface RecipeNames {
  readonly parameters: readonly string[];
  readonly outputs: readonly string[];
}

export function namesIn(folder: string): RecipeNames {
  const text = (file: string) => readFileSync(join(folder, file), 'utf8');
  const hcl = text('terraform/automation.tf');
  const block = /^ {2}parameters = \{\n(.*?)^ {2}\}/ms.exec(hcl)?.[1] ?? '';
  return {
    parameters: [
      ...all(block, /^ {4}(\w+) +=/gm),
      ...all(text('sam/samconfig.toml'), /"(\w+)=/g),
      ...all(text('parameters.json'), /"ParameterKey": "(\w+)"/g),
    ],
    outputs: all(hcl, /outputs\["(\w+)"\]/g),
  };
}

function all(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, name = '']) => name);
}
