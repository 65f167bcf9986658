import { describe, expect, it } from 'vitest';
import { chooseAutomation, withProjects } from '../../../cli/automation/automation.js';
import { automation } from '../samples.js';

function stored(serviceName: string, parts: object = {}) {
  const { selection, projects, region: _r, account: _a, ...rest } = automation({ serviceName });
  const texts = { projects: JSON.stringify(projects), endpointSelection: JSON.stringify(selection) };
  const description = { version: 1, ...rest, ...texts, eventBusName: 'default', ...parts };
  return { name: `/atlas-privatelink/automations/${serviceName}`, value: JSON.stringify(description) };
}

describe('the automation', () => {
  it('is found if it is the only one, and its description is parsed', () => {
    expect(chooseAutomation([stored('one')], undefined, 'eu-west-1')).toEqual(
      expect.objectContaining({ serviceName: 'one', selection: { kind: 'all' }, account: '111122223333' }),
    );
  });

  it('of a stack of an earlier version has no rule for endpoints of stacks', () => {
    const earlier = chooseAutomation([stored('one', { stackRuleName: undefined })], undefined, 'eu-west-1');
    expect(earlier.stackRuleName).toBe('');
  });

  it('is found by its name', () => {
    expect(chooseAutomation([stored('one'), stored('two')], 'two', 'eu-west-1').serviceName).toBe('two');
  });

  it('has to be named if there are several', () => {
    const choose = () => chooseAutomation([stored('one'), stored('two')], undefined, 'eu-west-1');
    expect(choose).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining('one, two') }),
    );
  });

  it.each([
    ['none is installed', [], undefined, 1],
    ['none has this name', [stored('one')], 'two', 2],
    ['its parameter is of another version', [stored('one', { version: 2 })], undefined, 1],
    ['its selection is unreadable', [stored('one', { endpointSelection: '{"kind":"some"}' })], undefined, 1],
  ])('is not found if %s', (_, descriptions, wanted, exitCode) => {
    const choose = () => chooseAutomation(descriptions, wanted, 'eu-west-1');
    expect(choose).toThrow(expect.objectContaining({ name: 'CommandError', exitCode }));
  });
});

describe('the projects of an automation', () => {
  const projectList = JSON.stringify({ path: '/atlas-privatelink/projects/one/0a', parts: 2 });
  const chosen = chooseAutomation(
    [stored('one', { projects: undefined, projectList })],
    undefined,
    'eu-west-1',
  );
  const projects = [{ projectId: '6a793f63c0eb9e7a177153f5', secretId: 'atlas/keys' }];

  it('are read from the parameters in its description', async () => {
    const read = await withProjects(chosen, async (reference) => {
      expect(reference).toEqual(JSON.parse(projectList));
      return { kind: 'list', list: { projects, accessTokensSecrets: [] }, texts: [] };
    });
    expect(read.projects).toEqual(projects);
  });

  it('are not guessed if a parameter is missing', async () => {
    const read = withProjects(chosen, async () => ({ kind: 'unusable', problem: 'One is missing.' }));
    await expect(read).rejects.toMatchObject({ name: 'CommandError', message: 'One is missing.' });
  });

  it('are an error if the description has none', () => {
    const choose = () => chooseAutomation([stored('one', { projects: undefined })], undefined, 'eu-west-1');
    expect(choose).toThrow(/does not say where the projects are/);
  });
});
