/* Loaded on every page: styles, htmx, and the theme button. Pages work without it. */
import "./riser.css";
import "htmx.org";
import { rememberTheme } from "./theme";

rememberTheme();
