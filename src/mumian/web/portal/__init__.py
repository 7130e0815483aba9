"""The public pages: services, halls, boards, leaflets, sample forms and status. Leaves applications of officers to the desks."""
