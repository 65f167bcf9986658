import { describe, expect, it } from 'vitest';
import type { ParameterStore } from '../../../lambda/aws/parameter-store.js';
import { openProjectList } from '../../../lambda/runtime/configuration/project-list.js';
import { recordingObservability } from '../handler-world.js';

const PATH = '/atlas-privatelink/projects/Links/0a1b';
const nameOf = (part: number) => `${PATH}/${part}`;
const projectOf = (part: number) => ({
  projectId: part.toString(16).padStart(24, '0'),
  secretId: 'atlas/keys',
});
const textOf = (part: number) =>
  JSON.stringify({ projects: [projectOf(part)], accessTokensSecrets: [`arn:${part}`] });

/** A Parameter Store, and a clock that changes only when a test sets it. */
function setUp(parts: number) {
  const parameters = new Map(
    Array.from({ length: parts }, (_, index) => [nameOf(index + 1), textOf(index + 1)]),
  );
  const asked: string[][] = [];
  const state = { minutes: 0, failure: undefined as Error | undefined };
  const client = {
    async call(_operation: string, { Names }: { readonly Names: string[] }) {
      if (state.failure !== undefined) throw state.failure;
      asked.push(Names);
      const found = Names.filter((name) => parameters.has(name));
      return { Parameters: found.reverse().map((Name) => ({ Name, Value: parameters.get(Name) })) };
    },
  } as unknown as ParameterStore;
  const recorded = recordingObservability();
  const clock = { now: () => new Date(state.minutes * 60_000) };
  const environment = { ATLAS_PROJECT_LIST: JSON.stringify({ path: PATH, parts }) };
  const open = () => openProjectList(environment, { log: recorded.observability.log, clock, client });
  return { parameters, asked, state, open, lines: recorded.lines };
}

describe('the list of projects', () => {
  it('is joined from its parameters in their order, ten with each call', async () => {
    const { open, asked } = setUp(12);
    const { list } = await open();
    const parts = Array.from({ length: 12 }, (_, index) => index + 1);
    expect(list.projects).toEqual(parts.map(projectOf));
    expect(list.accessTokensSecrets).toEqual(parts.map((part) => `arn:${part}`));
    expect(asked.map(({ length }) => length)).toEqual([10, 2]);
  });

  it('is in the environment where that has it, and nothing is read', async () => {
    const ATLAS_PROJECTS = JSON.stringify([projectOf(1)]);
    const { log } = recordingObservability().observability;
    const opened = await openProjectList({ ATLAS_PROJECTS }, { log });
    expect(opened).toEqual({
      list: { projects: [projectOf(1)], accessTokensSecrets: [] },
      isCurrent: undefined,
    });
  });

  it.each([
    ['is missing', undefined, `missing: ${nameOf(2)}.`],
    ['is no JSON', '{"projects":', `Parameter ${nameOf(2)} does not hold a list`],
    ['is something else', '{"projects":{}}', `Parameter ${nameOf(2)} does not hold a list`],
  ])('throws a ConfigurationError if a part %s, and does not use the rest', async (_, text, message) => {
    const { open, parameters } = setUp(3);
    if (text === undefined) parameters.delete(nameOf(2));
    else parameters.set(nameOf(2), text);
    await expect(open()).rejects.toMatchObject({
      name: 'ConfigurationError',
      message: expect.stringContaining(message),
    });
  });

  it('throws a ConfigurationError if it is empty', async () => {
    const { open, parameters } = setUp(1);
    parameters.set(nameOf(1), '{"projects":[],"accessTokensSecrets":[]}');
    await expect(open()).rejects.toThrow(/list no project\. .*deploy it again/);
  });

  it('throws a ConfigurationError if two parts contain one project', async () => {
    const { open, parameters } = setUp(2);
    parameters.set(nameOf(2), parameters.get(nameOf(1)) ?? '');
    await expect(open()).rejects.toThrow(/list project \S+ twice\. .*deploy it again/);
  });

  it('that Parameter Store does not return is a transient failure', async () => {
    const { open, state } = setUp(1);
    state.failure = Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
    await expect(open()).rejects.toMatchObject({ name: 'RegistryUnavailableError' });
    state.failure = undefined;
    expect((await open()).list.projects).toHaveLength(1);
  });

  it('is checked again after ten minutes, because a reference in it may have another value', async () => {
    const { open, state, parameters, asked } = setUp(1);
    const { isCurrent } = await open();
    parameters.set(nameOf(1), textOf(9));
    state.minutes = 9;
    expect([await isCurrent?.(), asked.length]).toEqual([true, 1]);
    state.minutes = 11;
    expect([await isCurrent?.(), asked.length]).toEqual([false, 2]);
  });

  it('is kept, with a warning, if it cannot be read again', async () => {
    const { open, state, parameters, lines } = setUp(1);
    const { isCurrent } = await open();
    parameters.clear();
    state.minutes = 11;
    expect(await isCurrent?.()).toBe(true);
    expect(lines).toMatchObject([{ level: 'warn', fields: { error: expect.stringContaining('missing') } }]);
  });
});
