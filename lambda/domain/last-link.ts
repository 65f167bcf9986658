/** Atlas removes an AWS endpoint service together with its last link: who may go, and who has to stay. */
import type { LinkDescription } from '../contract/attributes.js';
import { judgeLink } from './link-status.js';
import type { AtlasPort, ClockPort, LinkReference } from './ports.js';

/** Two removals at the same time must not each take the other's link for one that stays. */
const YIELD_MILLISECONDS = 5000;

/** Among links that are removed together, the first by id waits for the others and is then the last. */
export async function isLastLink(
  atlas: AtlasPort,
  clock: ClockPort,
  target: LinkReference,
): Promise<boolean> {
  // Services of Azure and Google Cloud stay without links.
  if (target.cloudProvider !== 'AWS') return false;
  const own = await atlas.findLink(target);
  // Its removal has begun before: nothing is left to decide.
  if (own === undefined || own.DeleteRequested) return false;
  const others = (await otherLinks(atlas, target)).filter(isStaying);
  if (others.some(({ EndpointId }) => EndpointId < target.endpointId)) return false;
  if (others.length > 0) await clock.sleep(YIELD_MILLISECONDS);
  return !(await otherLinks(atlas, target)).some(isStaying);
}

/** What the endpoint service of a refused link is left with, were the link removed to be made again. */
export type Company =
  /** Another link stays: this one may be removed. */
  | 'staying'
  /** The others are refused or being removed themselves, perhaps to be made again as well. */
  | 'unsettled'
  | 'none';

/**
 * Stricter than {@link isLastLink}, because links of one service that are refused together are also made again
 * together: the first by id does not rely on a link that is refused itself.
 *
 * @param relyOnRefused the other refused links have been left as they are for so long that nobody makes them again
 */
export async function companyOf(
  atlas: AtlasPort,
  clock: ClockPort,
  target: LinkReference,
  relyOnRefused: boolean,
): Promise<Company> {
  const others = await otherLinks(atlas, target);
  if (others.length === 0) return 'none';
  const staying = others.filter(isStaying);
  if (staying.some(({ EndpointId }) => EndpointId < target.endpointId)) return 'staying';
  const isReliable = (link: LinkDescription) => isStaying(link) && (relyOnRefused || !isRefused(link));
  if (!staying.some(isReliable)) return 'unsettled';
  await clock.sleep(YIELD_MILLISECONDS);
  return (await otherLinks(atlas, target)).some(isReliable) ? 'staying' : 'unsettled';
}

function isStaying({ DeleteRequested }: LinkDescription): boolean {
  return !DeleteRequested;
}

export function isRefused(link: LinkDescription): boolean {
  return judgeLink(link, 0).outcome === 'failed';
}

/** The links that share the endpoint service, those that are being removed included. */
async function otherLinks(atlas: AtlasPort, target: LinkReference): Promise<LinkDescription[]> {
  const services = await atlas.listEndpointServices(target.projectId, target.cloudProvider);
  const service = services.find(({ endpointServiceId }) => endpointServiceId === target.endpointServiceId);
  const links: LinkDescription[] = [];
  for (const endpointId of service?.interfaceEndpoints ?? []) {
    if (endpointId === target.endpointId) continue;
    const link = await atlas.findLink({ ...target, endpointId });
    if (link !== undefined) links.push(link);
  }
  return links;
}
