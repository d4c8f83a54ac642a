import { EuiButton, EuiButtonEmpty } from '@elastic/eui';
import type { ComponentProps } from 'react';

/*
 * Buttons that stay in their place while what they began is under way. A browser takes the focus from a button that is disabled: these
 * only say so, and take no second click, so that whoever works by keyboard stays where they are.
 */

export const BusyButton = (props: ComponentProps<typeof EuiButton>) => (
  <EuiButton {...props} hasAriaDisabled={props.isLoading === true} />
);

export const BusyButtonEmpty = (props: ComponentProps<typeof EuiButtonEmpty>) => (
  <EuiButtonEmpty {...props} hasAriaDisabled={props.isLoading === true} />
);
