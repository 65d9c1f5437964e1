"""What each page of this room shows: frozen values made from a profile, ready to draw. No row, no request."""
