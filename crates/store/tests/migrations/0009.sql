insert into kep_pull_title (pull, title) values (4183, 'Add termination alternatives for beta');
