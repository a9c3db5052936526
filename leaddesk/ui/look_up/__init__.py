"""The look-up over all accounts: the box at the top of the window, and the screen with what was found."""
