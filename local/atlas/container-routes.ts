/** Network containers: those that Atlas has made, and those of clients. Documented, but not recorded. */
import { ApiError, invalidAttribute, missingAttribute } from './api-error.js';
import { type Container, containersOf, type NewContainer } from './containers.js';
import { hashedId } from './object-id.js';
import { regionNameOf } from './regions.js';
import { ok, type ProjectRequest, pageOf, type Route, type RouteResponse, route } from './route.js';

export const CONTAINER_ROUTES: readonly Route[] = [
  route('GET', '/containers', listContainers),
  route('GET', '/containers/all', (request) => pageOf(request, containersOf(request.project))),
  route('POST', '/containers', createContainer),
  route('GET', '/containers/(?<containerId>[0-9a-f]{24})', (request) => ok(containerOf(request))),
  route('PATCH', '/containers/(?<containerId>[0-9a-f]{24})', updateContainer),
  route('DELETE', '/containers/(?<containerId>[0-9a-f]{24})', deleteContainer),
].map((one) => ({ ...one, budget: 'network-peering' }));

function listContainers(request: ProjectRequest): RouteResponse {
  const asked = request.query.get('providerName') ?? 'AWS';
  return pageOf(
    request,
    containersOf(request.project).filter(({ providerName }) => providerName === asked),
  );
}

/** AWS and Azure have one container for each Region, Google Cloud has one for the project. */
function createContainer(request: ProjectRequest): RouteResponse {
  const { project } = request;
  const asked = readContainer(request);
  const id = idOf(request, asked);
  if (containersOf(project).some((known) => known.id === id))
    throw new ApiError(
      409,
      'CONTAINER_ALREADY_EXISTS',
      `A container already exists for ${asked.providerName} ${asked.regionName}.`,
      [asked.providerName, asked.regionName],
    );
  project.containers.set(id, asked);
  return { status: 201, body: containersOf(project).find((known) => known.id === id) };
}

function idOf({ project }: ProjectRequest, { providerName, regionName }: NewContainer): string {
  return hashedId(`${project.id} ${providerName} ${providerName === 'GCP' ? '' : regionName}`);
}

const CIDR = /^(10|172\.(1[6-9]|2\d|3[01])|192\.168)\.[\d.]+\/(1[89]|2[0-4])$/;

function readContainer({ body }: ProjectRequest): NewContainer {
  const { atlasCidrBlock, providerName = 'AWS' } = body;
  if (!isProvider(providerName)) throw invalidAttribute('providerName');
  const asked = providerName === 'AZURE' ? body.region : body.regionName;
  const regionName = providerName === 'GCP' ? '' : regionNameOf(asked, providerName);
  return { providerName, regionName, atlasCidrBlock: blockOf(atlasCidrBlock) };
}

function isProvider(value: unknown): value is NewContainer['providerName'] {
  return value === 'AWS' || value === 'AZURE' || value === 'GCP';
}

function blockOf(value: unknown): string {
  if (value === undefined) throw missingAttribute('atlasCidrBlock');
  if (typeof value !== 'string' || !CIDR.test(value)) throw invalidAttribute('atlasCidrBlock');
  return value;
}

/** The block of a container in use is locked, as documented. */
function updateContainer(request: ProjectRequest): RouteResponse {
  const { project, body } = request;
  const { id } = requireUnused(request);
  const known = project.containers.get(id);
  if (known !== undefined && body.atlasCidrBlock !== undefined)
    project.containers.set(id, { ...known, atlasCidrBlock: blockOf(body.atlasCidrBlock) });
  return ok(containerOf(request));
}

function deleteContainer(request: ProjectRequest): RouteResponse {
  request.project.containers.delete(requireUnused(request).id);
  return { status: 204, body: undefined };
}

function requireUnused(request: ProjectRequest): Container {
  const container = containerOf(request);
  const isOfAtlas = !request.project.containers.has(container.id);
  if (container.provisioned !== true && !isOfAtlas) return container;
  throw new ApiError(409, 'CONTAINERS_IN_USE', 'Cannot modify in use containers.', []);
}

/** @throws ApiError 404 */
function containerOf({ project, parameters }: ProjectRequest): Container {
  const [id = ''] = parameters;
  const container = containersOf(project).find((one) => one.id === id);
  if (container !== undefined) return container;
  const detail = `No container with ID ${id} exists in group ${project.id}.`;
  throw new ApiError(404, 'CLOUD_PROVIDER_CONTAINER_NOT_FOUND', detail, [id]);
}
