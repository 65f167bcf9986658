import { describe, expect, it } from 'vitest';
import type { ProjectServices } from '../../../cli/links/project-services.js';
import { regionRows } from '../../../cli/members/region-services.js';
import { type AwsRegion, atlasRegion } from '../../../lambda/contract/regions.js';
import { DATA_FEDERATION_SERVICE_ID } from '../../../lambda/contract/service-kind.js';
import { AtlasError } from '../../../lambda/domain/model/errors/atlas-error.js';

const [HOME, AWAY] = ['eu-west-1', 'us-east-1'] as const;
const P = '6a793f63c0eb9e7a177153f5';
const Q = '6a793f63c0eb9e7a177153f6';

function service(region: AwsRegion, remote: readonly AwsRegion[] = [], endpointServiceId = 'a'.repeat(24)) {
  const description = { supportedRemoteRegions: remote.map(atlasRegion) };
  return { endpointServiceId, regionName: atlasRegion(region), description } as never;
}

const setting = (projectId: string, limits: object = {}) =>
  ({ projectId, secretArn: 'arn', ...limits }) as never;
const read = (projectId: string, ...services: never[]): ProjectServices => ({ projectId, services });
const rowOf = (settings: never[], projects: ProjectServices[]) => regionRows([AWAY], settings, projects)[0];

describe('a Region of members', () => {
  it('has the projects with an endpoint service there', () => {
    const projects = [read(P, service(HOME), service(AWAY)), read(Q, service(HOME))];
    expect(rowOf([setting(P), setting(Q)], projects)).toEqual({
      region: AWAY,
      projectIds: [P],
      projects: 2,
      note: '',
    });
  });

  it.each<[string, never[], ProjectServices[], RegExp]>([
    ['no service at all', [setting(P)], [read(P)], /^No project has an endpoint service in us-east-1/],
    [
      'services of other Regions alone',
      [setting(P)],
      [read(P, service(HOME))],
      /^No project has an endpoint service in us-east-1/,
    ],
    [
      'a service of Data Federation alone, which no cluster is behind',
      [setting(P)],
      [read(P, service(AWAY, [], DATA_FEDERATION_SERVICE_ID))],
      /^No project has an endpoint service in us-east-1/,
    ],
    [
      'a service that accepts it as a remote Region',
      [setting(P), setting(Q)],
      [read(P, service(HOME, [AWAY])), read(Q)],
      /^1 of them accept it as a remote Region of their endpoint services\.$/,
    ],
    [
      'a project to whose services it may be added',
      [setting(P, { remoteRegions: [AWAY] })],
      [read(P, service(HOME))],
      /^1 of them let the automation add it to their services \(remoteRegions\)\.$/,
    ],
    [
      'a project to which it may be added, and which has no service',
      [setting(P, { remoteRegions: [AWAY] })],
      [read(P)],
      /^No project has an endpoint service/,
    ],
    [
      'no project that allows it',
      [setting(P, { regions: [HOME] })],
      [read(P, service(AWAY))],
      /^No project allows VPC endpoints of us-east-1/,
    ],
    [
      'a project that cannot be read',
      [setting(P), setting(Q)],
      [{ projectId: P, error: new AtlasError('Atlas is down', { kind: 'unavailable' } as never) }, read(Q)],
      /^1 of 2 projects cannot be read\.$/,
    ],
  ])('says so with %s', (_, settings, projects, note) => {
    const row = rowOf(settings, projects);
    expect(row?.projectIds).toEqual([]);
    expect(row?.note).toMatch(note);
  });

  it('has the projects that can be read, and how many cannot', () => {
    const error = new AtlasError('Atlas is down', { kind: 'unavailable' } as never);
    const row = rowOf([setting(P), setting(Q)], [read(P, service(AWAY)), { projectId: Q, error }]);
    expect(row).toMatchObject({ projectIds: [P], note: '1 of 2 projects cannot be read.' });
  });
});
