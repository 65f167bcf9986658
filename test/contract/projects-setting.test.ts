import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { projectListSchema, projectsSchema } from '../../lambda/schemas/setting-schemas.js';

const FROM_PARAMETERS = [
  { projectId: 'a,b', secretId: 's' },
  { projectId: '', secretId: 's' },
  { projectId: 'c', secretId: 't' },
];
const READ = [
  { projectId: 'a', secretId: 's' },
  { projectId: 'b', secretId: 's' },
  { projectId: 'c', secretId: 't' },
];

describe('the projects in a stack’s setting', () => {
  it('may share a secret in one entry, and an entry may have none', () => {
    expect(v.parse(projectsSchema, FROM_PARAMETERS)).toEqual(READ);
    expect(
      v.parse(projectListSchema, { projects: FROM_PARAMETERS, accessTokensSecrets: [] }).projects,
    ).toEqual(READ);
  });

  it('may have Regions that may be added to their services, in AWS’s spelling', () => {
    const project = { projectId: 'a', secretId: 's', remoteRegions: ['us-east-1'] };
    expect(v.parse(projectsSchema, [project])).toEqual([project]);
    for (const remoteRegions of [['US_EAST_1'], 'us-east-1', [5]])
      expect(v.safeParse(projectsSchema, [{ ...project, remoteRegions }]).success).toBe(false);
  });

  it('are at least one', () => {
    expect(v.safeParse(projectsSchema, [{ projectId: '', secretId: 's' }]).success).toBe(false);
  });
});
