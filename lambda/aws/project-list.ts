import {
  listedTwice,
  type ProjectList,
  type ProjectListReference,
  projectListParameterNames,
} from '../contract/project-list.js';
import { jsonText } from '../json/json-text.js';
import { validate } from '../json/validate.js';
import { projectListSchema } from '../schemas/setting-schemas.js';
import type { ParameterStore } from './parameter-store.js';
import { asked } from './parameters.js';

/** Maximum of GetParameters. One call counts once against Parameter Store's limit. */
const LARGEST_BATCH = 10;

export type ProjectListReading =
  | { readonly kind: 'list'; readonly list: ProjectList; readonly texts: readonly string[] }
  /** A parameter is missing or is not as the stack wrote it: the rest must not be used either. */
  | { readonly kind: 'unusable'; readonly problem: string };

/** @throws RegistryUnavailableError, ItemRefusedError */
export async function readProjectList(
  client: ParameterStore,
  reference: ProjectListReference,
): Promise<ProjectListReading> {
  const names = projectListParameterNames(reference);
  const values = await valuesOf(client, names);
  const missing = names.filter((name) => !values.has(name));
  if (missing.length > 0)
    return {
      kind: 'unusable',
      problem: `Parameters that list the projects are missing: ${missing.join(', ')}.`,
    };
  const texts = names.map((name) => values.get(name) ?? '');
  return joined(names, texts);
}

async function valuesOf(client: ParameterStore, names: readonly string[]): Promise<Map<string, string>> {
  const values = new Map<string, string>();
  // One after the other, because all concurrent functions share the limit.
  for (let begin = 0; begin < names.length; begin += LARGEST_BATCH) {
    const Names = names.slice(begin, begin + LARGEST_BATCH);
    const { Parameters = [] } = await asked(() => client.call('GetParameters', { Names }));
    for (const { Name = '', Value = '' } of Parameters) values.set(Name, Value);
  }
  return values;
}

const partSchema = jsonText(projectListSchema);

function joined(names: readonly string[], texts: readonly string[]): ProjectListReading {
  const parts: ProjectList[] = [];
  for (const [index, text] of texts.entries()) {
    const part = validate(partSchema, text, { whole: 'value' });
    if (part.kind === 'malformed')
      return {
        kind: 'unusable',
        problem: `Parameter ${names[index]} does not hold a list of projects: ${part.issues.join('; ')}`,
      };
    parts.push(part.value);
  }
  const list = {
    projects: parts.flatMap(({ projects }) => projects),
    accessTokensSecrets: parts.flatMap(({ accessTokensSecrets }) => accessTokensSecrets),
  };
  if (list.projects.length === 0)
    return { kind: 'unusable', problem: `The parameters ${names.join(', ')} list no project.` };
  const twice = listedTwice(list.projects.map(({ projectId }) => projectId));
  if (twice !== undefined)
    return { kind: 'unusable', problem: `The parameters ${names.join(', ')} list project ${twice} twice.` };
  return { kind: 'list', list, texts };
}
