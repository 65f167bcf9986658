/** Synthesizes a hub, and the StackSets that make accounts its members, for a local world of an organization. */
import { App, Stack } from 'aws-cdk-lib';
import {
  AtlasCredentials,
  AtlasMembers,
  AtlasPrivateLink,
  AtlasPrivateLinkMembers,
  type AtlasPrivateLinkProps,
  EndpointSelection,
} from '../lib/index.js';
import { MANAGEMENT_ACCOUNT } from '../local/organization-world.js';
import { STACK, type SynthesisSettings } from '../local/world.js';
import { featureFlags } from './app/feature-flags.js';
import { UNCHECKED } from './synthesize.js';

/** Id of the organization in local worlds. */
export const LOCAL_ORGANIZATION = 'o-local00001';

/** Accounts and Regions that may reach a project. Default: all that are served. */
export interface ProjectLimits {
  readonly accounts?: string[];
  readonly regions?: string[];
  /** Regions that the hub may add to those of the project's endpoint services. Default: none. */
  readonly remoteRegions?: string[];
  /** True if it wants endpoints to Data Federation. Default: false. */
  readonly dataFederation?: boolean;
}

export interface HubInWorld {
  /** Regions of the members. */
  readonly regions: string[];
  /** Organizational unit whose accounts become members. */
  readonly unit: string;
  /** Key of the tag by which endpoints are selected. Default: all are. */
  readonly selectTag?: string;
  /** For the project of the same index. */
  readonly limits?: readonly ProjectLimits[] | undefined;
  /** Default: all accounts of {@link LOCAL_ORGANIZATION}. */
  readonly members?: AtlasMembers | undefined;
  /** Props in addition. */
  readonly props?: Partial<AtlasPrivateLinkProps> | undefined;
}

/** @returns name of the template file */
export function synthesizeHubInWorld(
  { outputFolder, atlasBaseUrl, projectIds, secretName }: SynthesisSettings,
  { regions, unit, selectTag, limits = [], members, props }: HubInWorld,
): string {
  const app = new App({ outdir: outputFolder, ...UNCHECKED, context: featureFlags() });
  const { account, region, stackName } = STACK;
  const stack = new Stack(app, stackName, { env: { account, region } });
  const credentials = AtlasCredentials.fromSecretName(secretName);
  const link = new AtlasPrivateLink(stack, 'AtlasPrivateLink', {
    projects: projectIds.map((projectId, index) => ({ projectId, credentials, ...limits[index] })),
    atlasBaseUrl,
    endpointSelection:
      selectTag === undefined ? EndpointSelection.all() : EndpointSelection.tagged(selectTag),
    members: members ?? AtlasMembers.organization(LOCAL_ORGANIZATION, { regions }),
    ...props,
  });
  const stackSets = new AtlasPrivateLinkMembers(stack, 'Members', {
    hub: link.hub,
    organizationalUnitIds: [unit],
    managementAccountId: MANAGEMENT_ACCOUNT,
  });
  stackSets.node.addDependency(link);
  app.synth();
  return stack.templateFile;
}
