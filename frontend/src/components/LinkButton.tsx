import { Button, Menu, NavLink } from "@mantine/core";
import type { ButtonProps, MenuItemProps, NavLinkProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { MouseEventHandler, Ref } from "react";

type AsLink<P> = P & {
  ref?: Ref<HTMLAnchorElement>;
  onClick?: MouseEventHandler<HTMLAnchorElement>;
  children?: React.ReactNode;
};

/** A link that looks like a button; its address is checked against the routes. */
export const LinkButton = createLink(function LinkButton(props: AsLink<ButtonProps>) {
  return <Button component="a" {...props} />;
});

export const LinkMenuItem = createLink(function LinkMenuItem(props: AsLink<MenuItemProps>) {
  return <Menu.Item component="a" {...props} />;
});

/** One of the sections of a page. */
export const LinkSection = createLink(function LinkSection(props: AsLink<NavLinkProps>) {
  return <NavLink component="a" {...props} />;
});
