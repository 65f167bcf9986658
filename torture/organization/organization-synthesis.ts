/** The stack of one or two hubs over the same accounts, and the StackSets that make the accounts their members. */
import { App, Stack } from 'aws-cdk-lib';
import { featureFlags, UNCHECKED } from '../../bin/synthesize.js';
import { LOCAL_ORGANIZATION } from '../../bin/synthesize-hub.js';
import { DEFAULT_NAMESPACE } from '../../lambda/contract/members.js';
import {
  AtlasCredentials,
  AtlasMembers,
  AtlasPrivateLink,
  AtlasPrivateLinkMembers,
  EndpointSelection,
} from '../../lib/index.js';
import { MANAGEMENT_ACCOUNT } from '../../local/organization-world.js';
import { STACK, type SynthesisSettings } from '../../local/world.js';
import { PUSH_PROP } from '../worlds/push.js';
import {
  FIRST,
  HUB,
  LATE,
  limitsOf,
  type OrganizationRules,
  regionsOf,
  SECOND,
  UNIT,
} from './organization-setting.js';

/** Tag keys that select an endpoint for the first hub and for the second. */
export const SELECTING_TAGS = ['atlas', 'atlas-too'] as const;
export const TAG_VALUE = 'link';
export const NAMESPACES = [DEFAULT_NAMESPACE, 'second'] as const;
/** Secret of the second hub: Atlas's journal shows which hub has made a request. */
export const SECOND_SECRET = 'atlas/second-hub';

/** @returns name of the template file */
export function synthesizeHubs(settings: SynthesisSettings, rules: OrganizationRules): string {
  const app = new App({ outdir: settings.outputFolder, ...UNCHECKED, context: featureFlags() });
  const { account, region, stackName } = STACK;
  const stack = new Stack(app, stackName, { env: { account, region } });
  addHub(stack, settings, rules, 0);
  if (rules.second) addHub(stack, settings, rules, 1);
  app.synth();
  return stack.templateFile;
}

function addHub(stack: Stack, settings: SynthesisSettings, rules: OrganizationRules, index: 0 | 1): void {
  const { projectIds, atlasBaseUrl, secretName } = settings;
  const credentials = AtlasCredentials.fromSecretName(index === 0 ? secretName : SECOND_SECRET);
  const limits = limitsOf(rules);
  const link = new AtlasPrivateLink(stack, `Link${index}`, {
    projects: projectIds.map((projectId, number) => ({ projectId, credentials, ...limits[number] })),
    ...PUSH_PROP,
    atlasBaseUrl,
    dashboard: false,
    lastLink: rules.lastLink,
    unlinkDeselected: rules.unlinkDeselected,
    endpointSelection:
      rules.selection === 'all'
        ? EndpointSelection.all()
        : EndpointSelection.tagged(SELECTING_TAGS[index], TAG_VALUE),
    members: membersOf(rules, NAMESPACES[index]),
  });
  const members = new AtlasPrivateLinkMembers(stack, `Members${index}`, {
    hub: link.hub,
    organizationalUnitIds: [UNIT],
    managementAccountId: MANAGEMENT_ACCOUNT,
  });
  members.node.addDependency(link);
}

function membersOf(rules: OrganizationRules, namespace: string): AtlasMembers {
  const options = { regions: [...regionsOf(rules)], namespace };
  switch (rules.membership) {
    case 'organization':
      return AtlasMembers.organization(LOCAL_ORGANIZATION, options);
    case 'units':
      return AtlasMembers.organizationalUnits(LOCAL_ORGANIZATION, [UNIT], options);
    case 'accounts':
      return AtlasMembers.accounts([HUB, FIRST, SECOND, LATE], options);
  }
}
