/** Version of Trainyard, as documents carry it. A test keeps it equal to package.json's. */
export const toolVersion = '1.0.0'
