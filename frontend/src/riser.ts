/* Loaded on every page: styles, htmx, the theme button, the way to the search. Pages work without it. */
import "./riser.css";
import "htmx.org";
import { leadToSearch } from "./find";
import { rememberTheme } from "./theme";

rememberTheme();
leadToSearch();
