/** Parses settings that are passed as JSON texts. Not for `lib`: it needs valibot. */
import * as v from 'valibot';
import { listedTwice } from '../contract/project-list.js';
import type { SelectionSpec } from '../contract/selection.js';
import { AWS_REGION_NAME } from '../contract/value-rules.js';

const awsRegionName = v.pipe(
  v.string(),
  v.check<string, string>(AWS_REGION_NAME.accepts, AWS_REGION_NAME.expected),
);

/** In a template with parameters, one text has all project ids that share a secret, separated by commas; or none. */
const projectsOfTemplate = v.pipe(
  v.array(
    v.object({
      projectId: v.string(),
      secretId: v.string(),
      // An empty list permits nothing; an absent one does not limit.
      accounts: v.exactOptional(v.array(v.string())),
      regions: v.exactOptional(v.array(v.string())),
      remoteRegions: v.exactOptional(v.array(awsRegionName)),
    }),
  ),
  v.transform((entries) =>
    entries.flatMap(({ projectId, ...setting }) =>
      projectId
        .split(',')
        .filter((id) => id !== '')
        .map((id) => ({ projectId: id, ...setting })),
    ),
  ),
);

/**
 * A template with parameters cannot compare its lists at deployment: the functions refuse what the constructs refuse at
 * synthesis.
 */
export const projectsSchema = v.pipe(
  projectsOfTemplate,
  v.nonEmpty(),
  v.check(
    (projects) => listedTwice(projects.map(({ projectId }) => projectId)) === undefined,
    'expected each project once',
  ),
);

/** The parameters that hold the projects. */
export const projectListReferenceSchema = v.object({
  path: v.pipe(v.string(), v.nonEmpty()),
  parts: v.pipe(v.number(), v.integer(), v.minValue(1)),
});

/** Content of one of them; the last ones may have no project. */
export const projectListSchema = v.object({
  projects: projectsOfTemplate,
  accessTokensSecrets: v.array(v.string()),
});

export const selectionSchema: v.GenericSchema<SelectionSpec> = v.lazy(() =>
  v.variant('kind', [
    v.object({ kind: v.literal('all') }),
    v.object({ kind: v.literal('tagged'), key: v.string(), value: v.exactOptional(v.string()) }),
    v.object({ kind: v.literal('inVpcs'), vpcIds: v.array(v.string()) }),
    v.object({ kind: v.literal('inAccounts'), accounts: v.array(v.string()) }),
    v.object({ kind: v.literal('anyOf'), of: v.array(selectionSchema) }),
    v.object({ kind: v.literal('allOf'), of: v.array(selectionSchema) }),
  ]),
);
