import type * as Sdk from '../../sdk';
import { version } from '../../sdk/package.json';
import { Answer, Failure } from '../shared/kit/Answer';
import { Empty } from '../shared/kit/Empty';
import { EntityLink } from '../shared/kit/EntityLink';
import { Page } from '../shared/kit/Page';
import { Panel } from '../shared/kit/Panel';
import { When } from '../shared/kit/When';

// What plugins import as `@eventcatalog/sdk`. Its promises stand in ui/sdk/index.d.ts; contract.ts holds this to them.
export { useInstant } from '../shared/instant';
export { BarChart } from './BarChart';
export { DataTable } from './DataTable';
export { useEntity } from './entity';
export { LineChart } from './LineChart';
export { Link, useNavigate } from './navigation';
export { useQuery } from './useQuery';
export { Answer, Empty as EmptyState, EntityLink, Failure as ErrorState, Page, Panel, version, When };

export const definePlugin = (plugin: Sdk.Plugin): Sdk.Plugin => plugin;
