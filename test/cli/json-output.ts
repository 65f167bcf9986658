/** Validates the output of `--output json` against its schemas. */
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { documentText } from '../docs/documents.js';

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);

/** Commands that print one document per line; the others print one document. */
const STREAMS = ['watch', 'link', 'unlink'];

export function schemaText(name: string): string {
  return documentText(`docs/cli/${name}.schema.json`);
}

function compiled(name: string) {
  return ajv.compile(JSON.parse(schemaText(name)));
}

const validators = new Map<string, ReturnType<typeof compiled>>();

function validator(name: string) {
  const known = validators.get(name) ?? compiled(name);
  validators.set(name, known);
  return known;
}

/** @returns the problems; empty if the output is valid */
export function schemaProblems(command: string, stdout: string): string[] {
  return documentsIn(command, stdout).flatMap((document) => {
    const isValid = validator('error' in document ? 'error' : command);
    if (isValid(document)) return [];
    return [`${JSON.stringify(document)}: ${ajv.errorsText(isValid.errors)}`];
  });
}

function documentsIn(command: string, stdout: string): object[] {
  const texts = STREAMS.includes(command) ? stdout.trim().split('\n') : [stdout];
  return texts.map((text) => JSON.parse(text) as object);
}
