"""People who stand in the workspace twice: found, looked at side by side, made one."""
