import type * as Contract from '../../sdk';
import * as sdk from '.';

/** Fails to compile when the code does not keep what ui/sdk/index.d.ts promises. */
export const kept: typeof Contract = sdk;
