/** Tables of all interfaces of props, from their docstrings. */
import { type DocumentedMember, docsOfInterface, membersOfInterface } from './docstrings.js';
import { code, markdownTable } from './markdown-table.js';

export interface PropsSection {
  /** The construct or method that takes these props. */
  readonly heading: string;
  readonly interfaceName: string;
}

/** Interface of the automation's props, which have their own place on the page. */
export const AUTOMATION_PROPS = 'AtlasPrivateLinkProps';

/** Other interfaces of props, in the order in which a reader needs them. */
export const OTHER_PROPS: readonly PropsSection[] = [
  { heading: 'An item of `projects`', interfaceName: 'AtlasProject' },
  { heading: '`RegisteredConnectionStrings`', interfaceName: 'RegisteredConnectionStringsProps' },
  { heading: 'Options of `AtlasMembers`', interfaceName: 'AtlasMembersOptions' },
  { heading: '`AtlasPrivateLinkMember`', interfaceName: 'AtlasPrivateLinkMemberProps' },
  { heading: 'The `hub` of a member', interfaceName: 'AtlasHub' },
  { heading: '`AtlasPrivateLinkMembers`', interfaceName: 'AtlasPrivateLinkMembersProps' },
  { heading: 'The `operation` of `AtlasPrivateLinkMembers`', interfaceName: 'MembersOperation' },
  { heading: '`AtlasPrivateLinkProvider`', interfaceName: 'AtlasPrivateLinkProviderProps' },
  { heading: '`AtlasPrivateEndpoint`', interfaceName: 'AtlasPrivateEndpointProps' },
  { heading: '`AtlasPrivateEndpointService`', interfaceName: 'AtlasPrivateEndpointServiceProps' },
  { heading: '`AtlasPrivateEndpointLink`', interfaceName: 'AtlasPrivateEndpointLinkProps' },
  { heading: '`AtlasRegionalMode`', interfaceName: 'AtlasRegionalModeProps' },
  { heading: '`AtlasDataFederationEndpoint`', interfaceName: 'AtlasDataFederationEndpointProps' },
  { heading: '`AtlasDataFederationLink`', interfaceName: 'AtlasDataFederationLinkProps' },
  { heading: '`AtlasPrivateEndpointLinkLookup`', interfaceName: 'AtlasPrivateEndpointLinkLookupProps' },
  { heading: '`AtlasPrivateEndpointServiceLookup`', interfaceName: 'AtlasPrivateEndpointServiceLookupProps' },
  {
    heading: '`AtlasPrivateEndpointServicesLookup`',
    interfaceName: 'AtlasPrivateEndpointServicesLookupProps',
  },
  { heading: '`AtlasRegionalModeLookup`', interfaceName: 'AtlasRegionalModeLookupProps' },
  { heading: '`AtlasDataFederationLinkLookup`', interfaceName: 'AtlasDataFederationLinkLookupProps' },
  { heading: '`AtlasDataFederationLinksLookup`', interfaceName: 'AtlasDataFederationLinksLookupProps' },
];

export function propsTable(interfaceName: string): string {
  const members = membersOfInterface(interfaceName);
  if (members.length === 0) throw new Error(`No interface of lib is named ${interfaceName}.`);
  return markdownTable(['prop', 'default', 'what it does'], inOrder(members).map(row));
}

export function otherPropsTables(): string {
  return OTHER_PROPS.map(({ heading, interfaceName }) =>
    [`### ${heading}`, docsOfInterface(interfaceName), propsTable(interfaceName)].join('\n\n'),
  ).join('\n\n');
}

/** Required props first. */
function inOrder(members: readonly DocumentedMember[]): DocumentedMember[] {
  return [
    ...members.filter(({ isOptional }) => !isOptional),
    ...members.filter(({ isOptional }) => isOptional),
  ];
}

function row({ name, isOptional, docs, tags }: DocumentedMember): string[] {
  return [code(name), isOptional ? defaultOf(tags.get('default') ?? '') : 'required', docs];
}

/** A default after a dash is text; any other is a value. */
function defaultOf(text: string): string {
  return text.startsWith('- ') ? text.slice(2) : code(text.replace(/^`|`$/g, ''));
}
